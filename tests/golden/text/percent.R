# ---
# jupyter:
#   kernelspec:
#     display_name: R
#     language: R
#     name: ir
# ---

# %% [markdown]
# # Vectors
# It's a vector.

# %%
x <- c(1, 2, 3) # it's ours
mean(x)
