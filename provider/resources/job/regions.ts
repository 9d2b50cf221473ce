/** The documented regions. The list may grow, so an unknown region is only a warning. */
export const knownRegionCodes: readonly string[] = [
  ..."ca-central-1 ca-west-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2".split(
    " ",
  ),
  ..."eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3".split(
    " ",
  ),
  ..."ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2".split(
    " ",
  ),
  ..."ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5".split(" "),
  ..."ap-southeast-6 ap-southeast-7 cn-north-1 cn-northwest-1".split(" "),
  ..."af-south-1 il-central-1 me-central-1 me-south-1".split(" "),
];
