// Removes what a build makes.
import { rmSync } from 'node:fs';

for (const made of ['lib', 'jupyter_llm_teach/labextension']) {
  rmSync(new URL(`../../${made}`, import.meta.url), {
    recursive: true,
    force: true,
  });
}
