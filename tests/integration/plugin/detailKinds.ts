import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";

/** Kinds of differences. */
export const { Kind } = PropertyDiff;
