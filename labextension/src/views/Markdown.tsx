import * as React from 'react';
import { blocksOf, type Block, type Inline } from '../state/markdown';

/** A hint's text as elements; never as HTML, without links or images. */
export function Markdown(props: { readonly text: string }): React.JSX.Element {
  const blocks = React.useMemo(() => blocksOf(props.text), [props.text]);
  return (
    <div className="jp-Teach-text">
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }): React.JSX.Element {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Line content={block.content} />
        </p>
      );
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Line content={item} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function Line(props: {
  readonly content: readonly Inline[];
}): React.JSX.Element {
  return <>{props.content.map(pieceView)}</>;
}

function pieceView(piece: Inline, index: number): React.ReactNode {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'code':
      return <code key={index}>{piece.text}</code>;
    case 'bold':
      return <strong key={index}>{piece.text}</strong>;
  }
}
