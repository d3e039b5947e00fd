"""What the tests stand on: private stores, the checked client, the browser, the network guard."""
