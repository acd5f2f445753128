# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %%
import math


# %% [markdown]
# # Le périmètre
#
# L'aire, c'est autre chose.

# %%
def perimetre(rayon):
	return 2 * math.pi * rayon