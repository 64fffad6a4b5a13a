import type { CommandTree } from './command-tree.ts';

/**
 * What makes zsh complete `vectorgate`. It carries the tree of commands. Words come written as the one that is begun, so zsh
 * neither quotes nor filters them.
 *
 * @example
 * eval "$(vectorgate completion zsh)"
 */
export const zshScript = (tree: CommandTree): string => `#compdef vectorgate
_vectorgate_tree='${JSON.stringify(tree).replaceAll("'", "'\\''")}'
_vectorgate() {
  # What is written so that one shell does not obey it, another within backticks would: there nothing is offered.
  [[ $LBUFFER == *\\\`* ]] && return 1
  local line="\${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX"
  local -a offered open
  offered=("\${(@f)$("\${words[1]}" complete "$_vectorgate_tree" "$line" "$PREFIX" zsh 2>/dev/null)}")
  offered=(\${offered:#})
  if (( ! $#offered )); then
    _files
    return
  fi
  # Behind a key and its colon stands a value.
  open=(\${(M)offered:#*[:=]})
  offered=(\${offered:#*[:=]})
  local found=1
  (( $#open )) && compadd -Q -U -S '' -- "\${open[@]}" && found=0
  (( $#offered )) && compadd -Q -U -- "\${offered[@]}" && found=0
  return found
}
if [[ $funcstack[1] == _vectorgate ]]; then
  _vectorgate "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _vectorgate vectorgate
fi
`;
