// The least that a dynamic resource can cost: its provider does nothing, and its text in the state
// is short.
import * as pulumi from "@pulumi/pulumi";

import { jobCount, nameOf, renderJob } from "./renderJob";

const provider =
  'exports.handler=()=>({create:async(inputs)=>({id:"0",outs:inputs}),' +
  "read:async(id,props)=>({id,props}),delete:async()=>{}})";

class Nothing extends pulumi.CustomResource {
  constructor(name: string) {
    super("pulumi-nodejs:dynamic:Resource", name, { ...renderJob, __provider: provider });
  }
}

for (let number = 0; number < jobCount; number += 1) new Nothing(nameOf(number));
