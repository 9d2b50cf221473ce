/* What exists: jobs at the service, states at backends, journals on machines, commands that run. */

#define JOBS 8
#define GENERATIONS 12
#define STACKS 2
#define MACHINES 2
#define ENGINES 2
#define SLOTS 3 /* of a state: the current record, and two that wait for their delete */

#define NONE 15
#define UNCONFIRMED 14 /* the record keeps the intent: nobody knows whether there is a job */
#define UNKNOWN 13     /* a place that cannot be told */

/* How soon a listing shows a job. */
#define LISTED 0
#define SOON 1 /* within the 30 seconds over which absence is proven */
#define LATE 2 /* after that: proofs of absence are wrong about it */

typedef Job {
  bit live;
  byte generation;
  byte lag;
};
Job job[JOBS];
byte jobCount;

/* A generation, and what its marker says. The stack's name stands for the owner: one resource name. */
typedef Order {
  byte owner;
  byte spec;
};
Order order[GENERATIONS];
byte generationCount;

/* States of a journal's entry. */
#define ABSENT 0
#define CLAIMED 1 /* a create has begun, and has sent nothing */
#define POSTED 2
#define TOLD 3
#define SETTLED 4
#define TRACKED 5
#define REPLACED 6

typedef Entry {
  byte state;
  byte uuid;        /* the job, once its answer was read */
  byte place;       /* that sent the purchase */
  byte process;     /* that sent it and lives: its engine's number + 1; 0: dead */
  byte holderPlace; /* of the state that last showed the job */
  byte holder;
  bit retained; /* last shown with retainOnDelete */
  bit twice;    /* a second request was sent, and its duplicate has not been ruled out */
  bit decided;  /* a person has adopted another job of it by name */
};
typedef Journal {
  Entry entry[GENERATIONS];
};
Journal journal[MACHINES];
byte machine; /* on which the next command runs */

typedef Stack {
  bit exists;
  byte name;
  byte place;
  byte wanted; /* the spec that the program asks for; NONE: the resource has left it */
  bit retain;
  byte adopt; /* the input `adopt` */
  byte job[SLOTS];
  byte generation[SLOTS]; /* of the record, which need not be that of an adopted job */
  byte olderJob[SLOTS];   /* the checkpoint before the last command */
  byte olderGeneration[SLOTS];
};
Stack stack[STACKS];

typedef Command {
  bit runs;
  bit engineIsDead;
  byte on; /* the machine */
  byte stack; /* the stack */
  byte place;
  byte job[SLOTS]; /* the engine's own copy of the state */
  byte generation[SLOTS];
  byte shown; /* sets of jobs */
  byte current; /* of those shown, what check, diff or update showed */
  byte taken;
  byte warned;
  bit looked;
  bit getIsBlind; /* GET answers 404 for a job that lives */
  byte blockedBy; /* the job that a stop names */
  byte outcome;
};
Command command[ENGINES];
#define SUCCEEDED 1
#define STOPPED 2
#define KILLED 3
#define BUSY 4

byte acts; /* what may still go wrong, or be done by somebody */

/* What only the checker knows. */
byte boughtFor[JOBS]; /* the stack whose resource it is, or was last */
byte letGo;             /* jobs that the user lets live unheld: retained, or ignored by setting */
byte given;             /* jobs that the user has given to a resource by name */
byte reported;        /* jobs that a message has named since a state last held them */

#define BIT(j) (1 << (j))
#define IN(j, set) (((set) >> (j)) & 1)
#define ENTRY(r, g) journal[command[r].on].entry[g]
#define STACK(r) stack[command[r].stack]

#define RECORDS(s, k, j)                                                                           \
  (stack[s].job[k] == (j) ||                                                                       \
   (stack[s].job[k] == UNCONFIRMED && stack[s].generation[k] == job[j].generation))
#define HOLDS(s, j)                                                                                \
  (stack[s].exists && (RECORDS(s, 0, j) || RECORDS(s, 1, j) || RECORDS(s, 2, j)))
#define IS_HELD(j) (HOLDS(0, j) || HOLDS(1, j))
#define ELSEWHERE(s, j) HOLDS(1 - (s), j)
