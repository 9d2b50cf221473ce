// gRPC and the engine's messages, all from the copies that the Pulumi SDK itself uses: those of
// another copy would be refused.
import { createRequire } from "node:module";
import type * as grpcModule from "@grpc/grpc-js";
import type * as structModule from "google-protobuf/google/protobuf/struct_pb";
import type * as emptyModule from "google-protobuf/google/protobuf/empty_pb";

const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc = fromSdk("@grpc/grpc-js") as typeof grpcModule;
export const { Struct } = fromSdk(
  "google-protobuf/google/protobuf/struct_pb",
) as typeof structModule;
export const { Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb") as typeof emptyModule;

/** An object as the engine's messages carry it. */
export type Struct = structModule.Struct;
/** What an engine's object may hold. */
export type StructValues = Parameters<typeof structModule.Struct.fromJavaScript>[0];
/** The answer to a call without a result. */
export type Empty = emptyModule.Empty;
export type Metadata = grpcModule.Metadata;
export type ServiceError = grpcModule.ServiceError;
export type ClientUnaryCall = grpcModule.ClientUnaryCall;
export type UnaryHandler<Request, Response> = grpcModule.handleUnaryCall<Request, Response>;
