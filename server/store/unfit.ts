/** The store can't be used as it is. The message is one sentence for the operator, who can act on it. */
export class StoreUnfit extends Error {
  override name = "StoreUnfit";
}
