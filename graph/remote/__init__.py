"""The store on a server: SPARQL 1.1 queries and updates and the Graph Store Protocol behind the contract of `storage`."""
