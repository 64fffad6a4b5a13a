import type { CommandTree } from './command-tree.ts';

/**
 * What makes bash complete `vectorgate`. It carries the tree of commands: completing loads none of them.
 *
 * @example
 * eval "$(vectorgate completion bash)"
 */
export const bashScript = (
  tree: CommandTree,
): string => `_vectorgate_tree='${JSON.stringify(tree).replaceAll("'", "'\\''")}'
_vectorgate() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$word")
  done < <("$1" complete "$_vectorgate_tree" "\${COMP_LINE:0:COMP_POINT}" "$2" bash 2>/dev/null)
  # Behind a key and its colon stands a value.
  [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace
  return 0
}
complete -o default -F _vectorgate vectorgate
`;
