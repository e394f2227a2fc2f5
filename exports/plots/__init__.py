"""Plots for those who would rather look than read: time line, network, ownership and concentration, by matplotlib."""
