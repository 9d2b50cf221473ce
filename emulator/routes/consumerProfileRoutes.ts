// The /v1/consumer-profiles family, to be read only.
import { type ConsumerProfile, viewProfile } from "../accounts/consumerProfile";
import { consumerProfileAnswer } from "../accounts/consumerProfileAnswer";
import type { ApiRoute } from "../openapi/apiRoute";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { type Filters, isTrue, oneOf } from "./filters";
import { listPage } from "./listPage";

const profileFilters: Filters<ConsumerProfile> = {
  uuid: oneOf((profile) => profile.uuid),
  account_uuid: oneOf((profile) => profile.account_uuid),
  is_compute_billing_enabled: isTrue((profile) => profile.is_compute_billing_enabled),
};

/** The route on which an account reads its own profile, the only one it sees. */
export function consumerProfileRoutes(settings: SettingsKeeper): ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/v1/consumer-profiles",
      description: {
        operationId: "listConsumerProfiles",
        summary: "Shows the account's own profile, in a list",
        answer: consumerProfileAnswer,
        filters: profileFilters,
      },
      handle: ({ query, account }) => ({
        status: 200,
        body: listPage([viewProfile(account)], query, profileFilters, settings.current()),
      }),
    },
  ];
}
