"""First refusal: acts become events or are refused with the reason; notices, clocks, deliveries."""
