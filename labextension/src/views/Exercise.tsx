import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ExerciseView, FactCard, TestView } from '../wire.gen';
import { testSentence } from '../words';

/** Title and points of an exercise, its tests as dots, and the button that runs them. */
export function Exercise(props: {
  readonly exercise: ExerciseView;
  readonly card: FactCard | null;
  readonly stale: boolean;
  readonly busy: boolean;
  readonly onCheck: () => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { exercise, card, trans } = props;
  return (
    <section className="jp-Teach-exercise" aria-label={trans.__('Exercise')}>
      <div className="jp-Teach-row">
        <h3>{exercise.title}</h3>
        {exercise.points > 0 && (
          <span className="jp-Teach-muted">
            {trans._n('%1 point', '%1 points', exercise.points)}
          </span>
        )}
      </div>
      <div className="jp-Teach-row">
        {card ? (
          <Tests card={card} stale={props.stale} trans={trans} />
        ) : (
          <span className="jp-Teach-muted">{trans.__('Not checked yet')}</span>
        )}
        <button
          type="button"
          className="jp-Teach-button"
          aria-disabled={props.busy}
          onClick={props.busy ? undefined : props.onCheck}
          title={trans.__('Run the tests on your answer as it stands')}
        >
          {card ? trans.__('Check again') : trans.__('Check')}
        </button>
      </div>
    </section>
  );
}

function Tests(props: {
  readonly card: FactCard;
  readonly stale: boolean;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { card, stale, trans } = props;
  return (
    <div className="jp-Teach-tests" data-stale={stale}>
      {card.tests.length > 0 && (
        <ul aria-label={trans.__('Tests')}>
          {card.tests.map((test, index) => (
            <Dot
              key={index}
              test={test}
              sentence={testSentence(test, index + 1, card.tests.length, trans)}
            />
          ))}
        </ul>
      )}
      <span className="jp-Teach-muted">
        {trans._n(
          '%2 of %1 test passes',
          '%2 of %1 tests pass',
          card.total,
          card.passed,
        )}
        {stale && (
          <span className="jp-Teach-stale">
            {trans.__('before your last change')}
          </span>
        )}
      </span>
    </div>
  );
}

const MARKS: Record<TestView['state'], string> = {
  passed: '✓',
  failed: '✕',
  error: '!',
  not_run: '–',
};

function Dot(props: {
  readonly test: TestView;
  readonly sentence: string;
}): React.JSX.Element {
  return (
    <li>
      <span
        role="img"
        className="jp-Teach-dot"
        data-state={props.test.state}
        data-visible={props.test.visible}
        aria-label={props.sentence}
        title={`${props.sentence} (${props.test.name})`}
      >
        {MARKS[props.test.state]}
      </span>
    </li>
  );
}
