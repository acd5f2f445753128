// ---
// jupyter:
//   kernelspec:
//     display_name: C++17
//     language: C++17
//     name: xcpp17
// ---

// %% [markdown]
// # Pointers
// A pointer holds an address.

// %%
#include <iostream>
char c = 'c';

// %%
std::cout << c;
