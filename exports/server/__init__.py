"""The graph as a service on this machine: SPARQL, graphs and linked data over HTTP, for reading."""
