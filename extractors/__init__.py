"""Reading files into articles, and articles into mentions and claims."""
