# ---
# jupyter:
#   kernelspec:
#     display_name: Julia 1.11
#     language: julia
#     name: julia-1.11
# ---

# %% [markdown]
# # Matrices

# %%
a = [1 2; 3 4]

# %% tags=["tests"]
@assert a[1] == 1
