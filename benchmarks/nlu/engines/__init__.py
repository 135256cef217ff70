"""The engines that are compared, one file each; every one trains and serves in its own process."""
