"""What leaves the graph: files, pages and the command line."""
