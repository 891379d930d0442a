"""The answers of `decide`, worked out once for all questions that nothing tells apart, and looked up by arrays."""
