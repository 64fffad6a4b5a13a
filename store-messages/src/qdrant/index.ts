export {
  type AnswerForm,
  choice,
  type EnumForm,
  type FieldForm,
  field,
  type Leaf,
  list,
  type MessageForm,
  map,
  object,
  type PlacedField,
} from './answer/answer-form.ts';
export { answerForms } from './answer/answer-forms.ts';
export { type GrpcMethod, qdrantMethods, type RefusedMethod, refusedMethods } from './methods.ts';
export type { Form, FormOf } from './request/form.ts';
export { bare, type FormParts, type Member } from './request/form-parts.ts';
export { qdrantFormOf } from './request/forms/qdrant-forms.ts';
export { type ReadRequest, readingOf, readRequest } from './request/read-request.ts';
export { type AddressFields, addressOf, queryOf } from './request/request-address.ts';
export type { TwinText } from './request/twin-text.ts';
export { onlyRecord } from './request/union-form.ts';
