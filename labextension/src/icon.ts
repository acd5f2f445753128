import { LabIcon } from '@jupyterlab/ui-components';

const BULB = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M9 21a1 1 0 0 0 1 1h4a1 1 0 0 0 1-1v-1H9v1zm3-19a7 7 0 0 0-4 12.74V17a1 1 0 0 0 1 1h6a1 1 0 0 0 1-1v-2.26A7 7 0 0 0 12 2zm2.85 11.1-.85.6V16h-4v-2.3l-.85-.6a5 5 0 1 1 5.7 0z"/>
</svg>`;

/** A light bulb. */
export const bulbIcon = new LabIcon({
  name: 'jupyter-llm-teach:bulb',
  svgstr: BULB,
});
