"""WHO OWES WHOM: entries of revenue and billing, under the money clauses in force, to statements.

    clauses -> books -> bills -> reckon -> statement -> bridge

The reduction of billing rows is one expression for any engine; everything contractual runs after it in exact
arithmetic, once for all engines. Nothing here opens a file.
"""
