import { isoTime } from "../jobs/view/jobView";
import { openedAtMs, uuidsOf } from "./accountUuids";

/** What the network knows of an account that consumes compute, spelled as on the wire. */
export interface ConsumerProfile {
  readonly object: "consumer_profile";
  readonly uuid: string;
  readonly account_uuid: string;
  readonly render_user_id: string;
  readonly is_active: boolean;
  readonly is_compute_billing_enabled: boolean;
  readonly allowed_region_codes: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: null;
}

/** The profile of an account: billed, and free to use every region. */
export function viewProfile(account: string): ConsumerProfile {
  const uuids = uuidsOf(account);
  return {
    object: "consumer_profile",
    uuid: uuids.profile,
    account_uuid: uuids.account,
    render_user_id: uuids.renderUser,
    is_active: true,
    is_compute_billing_enabled: true,
    allowed_region_codes: [],
    created_at: isoTime(openedAtMs),
    updated_at: isoTime(openedAtMs),
    deleted_at: null,
  };
}
