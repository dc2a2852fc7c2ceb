"""One file per family of models; tools/engines/diffusion/family.py says what each of them is."""
