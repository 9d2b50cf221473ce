// Consumer profiles: who may rent, and where. Read only.
import * as z from "zod";

import type { ApiClient } from "../http/client";
import { lenientFlag, lenientText, lenientTexts } from "./lenientFields";
import { listItems } from "./listing";

/** The settings of an account that rents. */
export interface ConsumerProfile {
  readonly uuid: string;
  readonly accountUuid: string | undefined;
  readonly isActive: boolean | undefined;
  readonly isComputeBillingEnabled: boolean | undefined;
  /** Regions the profile's jobs are kept to; empty allows all. */
  readonly allowedRegionCodes: readonly string[];
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly deletedAt: string | undefined;
}

/** Which profiles to list; all that the key sees by default. */
export interface ConsumerProfileFilter {
  readonly uuid?: string | undefined;
  readonly accountUuid?: string | undefined;
  readonly isComputeBillingEnabled?: boolean | undefined;
}

const wireProfile = z
  .object({
    uuid: z.string().min(1).max(100),
    account_uuid: lenientText,
    is_active: lenientFlag,
    is_compute_billing_enabled: lenientFlag,
    allowed_region_codes: lenientTexts,
    created_at: lenientText,
    updated_at: lenientText,
    deleted_at: lenientText,
  })
  .transform((profile): ConsumerProfile => ({
    uuid: profile.uuid,
    accountUuid: profile.account_uuid,
    isActive: profile.is_active,
    isComputeBillingEnabled: profile.is_compute_billing_enabled,
    allowedRegionCodes: profile.allowed_region_codes,
    createdAt: profile.created_at,
    updatedAt: profile.updated_at,
    deletedAt: profile.deleted_at,
  }));

/** Lists profiles, newest first, page by page; returns whether the end was reached. */
export function listConsumerProfiles(
  api: ApiClient,
  maxPages: number,
  filter: ConsumerProfileFilter = {},
): AsyncGenerator<ConsumerProfile, boolean> {
  return listItems(api, {
    pathname: "/v1/consumer-profiles",
    filters: {
      uuid: filter.uuid,
      account_uuid: filter.accountUuid,
      is_compute_billing_enabled: filter.isComputeBillingEnabled,
    },
    item: wireProfile,
    keyOf: (profile) => profile.uuid,
    maxPages,
  });
}
