"""What must happen before supply may be signed and used: asked of `decide`, counted forward by `deadlines`."""
