"""Who owes whom: entries of revenue and billing, under the money clauses in force, to statements.

    entries -> buckets -> legs -> statement -> changes | tracing | bridge

The reduction of billing rows is one expression for any engine; everything contractual runs after it in exact
arithmetic, once for all engines. Nothing here opens a file.
"""
