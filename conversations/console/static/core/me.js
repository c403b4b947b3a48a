/** Who is signed in. */
import { carry, get, patch } from "./api.js";

export let me = null;
export let totp = false;

/** Takes what the server says of us: after signing in, and after every change. */
export function become(answer) {
  me = answer?.agent ?? null;
  totp = Boolean(answer?.totp);
  carry(answer?.csrf ?? "");
  dispatchEvent(new Event("me"));
}

export const recall = async () => become(await get("me"));
export const change = async (facts) => become(await patch("me", facts));

export const leading = () => ["supervisor", "administrator"].includes(me?.role);
export const administrating = () => me?.role === "administrator";
/** Whether we are of the house; suppliers and resellers see none of the conversations. */
export const house = () => leading() || me?.role === "agent";
/** Whether we are a supplier or a reseller, who have a page of their own. */
export const partner = () => ["supplier", "reseller"].includes(me?.role);
