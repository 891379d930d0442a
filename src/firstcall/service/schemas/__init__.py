"""JSON Schemas: the name of a file that people write, or of a command, comes in, and a Draft 2020-12 schema goes out.

    written, shapes -> names

`written` makes those of files from the models that read them; `shapes` says what the commands print with --json, a type
for each; `names` lists both. Nothing here reads a file, and nothing is asked of the network.
"""
