import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { RungView } from '../wire.gen';
import { opensAt, opensIn } from '../words';

/** Longer waits are told as a time of the clock. */
const COUNTED_SECONDS = 3600;

/** When a rung opens by itself, counted down, after other sentences; nothing where it does not. */
export function Opens(props: {
  readonly step: RungView;
  /** When the server said so, in milliseconds. */
  readonly seen: number;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { step, seen, trans } = props;
  const now = useSeconds(step.opens_in !== null);
  if (step.opens_in === null) {
    return null;
  }
  const opens = seen + step.opens_in * 1000;
  const left = Math.max(Math.ceil((opens - now) / 1000), 0);
  if (left >= COUNTED_SECONDS) {
    return <span> {opensAt(new Date(opens), trans)}</span>;
  }
  // A screen reader hears the wait once, and the change when it comes: not every second.
  return (
    <>
      {' '}
      <span className="jp-Teach-opens" aria-hidden={true}>
        {opensIn(left, step.code, trans)}
      </span>
      <span className="jp-Teach-spoken">
        {opensIn(step.opens_in, step.code, trans)}
      </span>
    </>
  );
}

/** The time, again every second while somebody waits. */
function useSeconds(isWaiting: boolean): number {
  const [now, setNow] = React.useState(Date.now);
  React.useEffect(() => {
    if (!isWaiting) {
      return undefined;
    }
    const ticking = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(ticking);
    };
  }, [isWaiting]);
  return now;
}
