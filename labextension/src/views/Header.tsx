import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Server } from '../state/teach';
import type { ModelBadge } from '../wire.gen';
import { faultSentence, modelPlace, modelStatus } from '../words';
import { ModelCard, type CardActions } from './ModelCard';

const CARD_ID = 'jp-Teach-card';

/** The panel's title, and which model helps from where; that opens what is known of the model. */
export function Header(props: {
  readonly server: Server;
  readonly card: CardActions;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { server, card, trans } = props;
  const [isOpen, setOpen] = React.useState(false);
  const badge = React.useRef<HTMLButtonElement>(null);
  const model = server.known === 'yes' ? server.status.model : null;
  const close = () => {
    badge.current?.focus();
    setOpen(false);
  };
  return (
    <div
      className="jp-Teach-top"
      onKeyDown={event => {
        if (event.key === 'Escape' && isOpen && model) {
          event.stopPropagation();
          close();
        }
      }}
    >
      <div className="jp-Teach-header">
        <h2>{trans.__('Teach')}</h2>
        {model && (
          <Badge
            ref={badge}
            model={model}
            isOpen={isOpen}
            onToggle={() => {
              setOpen(!isOpen);
            }}
            trans={trans}
          />
        )}
        {server.known === 'no' && (
          <span
            className="jp-Teach-badge"
            data-state="no"
            title={faultSentence(server.fault, trans)}
          >
            {trans.__('not reachable')}
          </span>
        )}
      </div>
      {isOpen && model && (
        <ModelCard
          // Another model has another card.
          key={model.title}
          id={CARD_ID}
          model={model}
          actions={card}
          onClose={close}
          trans={trans}
        />
      )}
    </div>
  );
}

interface BadgeProps {
  readonly model: ModelBadge;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly trans: TranslationBundle;
}

const Badge = React.forwardRef<HTMLButtonElement, BadgeProps>(
  function Badge(props, ref) {
    const { model, isOpen, onToggle, trans } = props;
    const quiet = model.status === 'ready' || model.status === 'idle';
    const label = [
      modelPlace(model, trans),
      model.title,
      ...(quiet ? [] : [modelStatus(model.status, trans)]),
    ].filter(Boolean);
    const about = [
      trans.__('Model: %1', modelStatus(model.status, trans)),
      model.local
        ? trans.__('It runs on this machine; nothing leaves it.')
        : trans.__('It runs elsewhere: questions leave this machine.'),
      model.message,
      model.todo,
    ].filter(Boolean);
    return (
      <button
        ref={ref}
        type="button"
        className="jp-Teach-badge"
        data-state={model.status}
        data-local={model.local}
        title={about.join('\n')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={isOpen ? CARD_ID : undefined}
        onClick={onToggle}
      >
        {label.join(' · ')}
      </button>
    );
  },
);
