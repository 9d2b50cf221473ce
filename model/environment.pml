/* What people and machines do between commands, and what is asked of the world when they are done. */

#ifndef RUNS
#define RUNS 3
#endif
#ifndef ACTS
#define ACTS 2
#endif
/* How equal names come about: a second backend, or one backend whose stacks are renamed. */
#ifdef TWO_BACKENDS
#define PLACE_OF_1 1
#else
#define PLACE_OF_1 0
#endif

byte runs;

/* Two stacks of one backend have two names. */
#define IS_FREE(s, n)                                                                              \
  (!stack[1 - (s)].exists || stack[1 - (s)].place != stack[s].place || stack[1 - (s)].name != (n))
#define IS_IDLE (!command[0].runs && !command[1].runs)
/* The lock is the engine's: it goes with it, or `pulumi cancel` breaks it. */
#define MAY_START_SECOND (command[0].runs && !command[1].runs)

inline clearStack(s) {
  for (i : 0 .. SLOTS - 1) {
    stack[s].job[i] = NONE;
    stack[s].generation[i] = NONE;
    stack[s].olderJob[i] = NONE;
    stack[s].olderGeneration[i] = NONE
  }
  i = 0;
  stack[s].adopt = NONE;
  stack[s].retain = 0;
  stack[s].wanted = 0
}

inline start(r, s, m, kind) {
  command[r].runs = 1;
  command[r].stack = s;
  command[r].on = m;
  command[r].place = stack[s].place;
  command[r].getIsBlind = 0;
#ifdef PLACE_MAY_BE_UNKNOWN
  if
  :: true
  :: acts > 0 -> acts--; command[r].place = UNKNOWN; printf("the place cannot be told\n")
  fi;
#endif
#ifdef GET_MAY_BE_BLIND
  if
  :: true
  :: acts > 0 -> acts--; command[r].getIsBlind = 1; printf("GET answers 404\n")
  fi;
#endif
  /* Time has passed, or not enough. */
  for (i : 0 .. JOBS - 1) {
    if
    :: job[i].lag != LISTED -> job[i].lag = LISTED
    :: job[i].lag != LISTED
    :: job[i].lag == LISTED
    fi
  }
  i = 0;
  run Engine(r, kind)
}

inline someKind(kind) {
  if
  :: kind = 0
  :: kind = CREATE_FIRST
  :: kind = REPLACE | CREATE_FIRST
  :: kind = REPLACE
  :: kind = REPLACE | REFRESH | CREATE_FIRST
  :: kind = DESTROY
  :: kind = PREVIEW
  fi
}

/* One act of a person, or of fate, on stack s. */
inline act(s) {
  acts--;
  if
#ifndef NO_RENAME
  :: stack[s].exists && IS_FREE(s, 1 - stack[s].name) ->
    stack[s].name = 1 - stack[s].name;
    printf("stack %d is renamed to %d\n", s, stack[s].name)
  :: stack[s].exists && stack[1 - s].exists && stack[s].place == stack[1 - s].place &&
     stack[s].job[0] < UNCONFIRMED && stack[1 - s].job[0] == NONE ->
    stack[1 - s].job[0] = stack[s].job[0];
    stack[1 - s].generation[0] = stack[s].generation[0];
    boughtFor[stack[s].job[0]] = 1 - s;
    stack[s].job[0] = NONE;
    printf("the resource moves from stack %d to %d\n", s, 1 - s)
#endif
  :: !stack[s].exists ->
    stack[s].exists = 1;
    if
    :: IS_FREE(s, 0) -> stack[s].name = 0
    :: IS_FREE(s, 1) -> stack[s].name = 1
    fi;
    printf("stack %d is made, with name %d\n", s, stack[s].name)
  :: stack[s].exists ->
    stack[s].exists = 0;
    clearStack(s);
    printf("stack %d is removed by force\n", s)
  :: stack[s].exists ->
    for (i : 0 .. SLOTS - 1) {
      stack[s].job[i] = stack[s].olderJob[i];
      /* A copy of what has moved meanwhile: two states hold it then, by the user's word. */
      if
      :: stack[s].job[i] < UNCONFIRMED && ELSEWHERE(s, stack[s].job[i]) ->
        given = given | BIT(stack[s].job[i])
      :: else
      fi;
      stack[s].generation[i] = stack[s].olderGeneration[i]
    }
    i = 0;
    printf("an older checkpoint of stack %d is imported\n", s)
  :: stack[s].exists && stack[s].job[0] != NONE ->
    stack[s].job[0] = NONE;
    printf("the resource of stack %d is deleted from the state\n", s)
  :: stack[s].exists && stack[s].job[1] != NONE ->
    stack[s].job[1] = NONE;
    printf("the pending delete of stack %d is deleted from the state\n", s)
  :: stack[s].exists && stack[s].wanted != 1 ->
    stack[s].wanted = 1;
    printf("stack %d wants something else\n", s)
  :: stack[s].exists && stack[s].wanted != NONE ->
    stack[s].wanted = NONE;
    printf("the resource leaves the program of stack %d\n", s)
  :: stack[s].exists && stack[s].wanted != 0 ->
    stack[s].wanted = 0;
    printf("stack %d wants what it wanted first\n", s)
  :: stack[s].exists ->
    stack[s].retain = 1 - stack[s].retain;
    printf("retainOnDelete of stack %d: %d\n", s, stack[s].retain)
  :: command[0].blockedBy != NONE && stack[s].exists && command[0].stack == s &&
     command[0].outcome == STOPPED ->
    stack[s].adopt = command[0].blockedBy;
    printf("stack %d is to adopt job %d\n", s, stack[s].adopt)
  :: jobCount > 0 && job[jobCount - 1].live ->
    job[jobCount - 1].live = 0;
    printf("job %d ends by itself\n", jobCount - 1)
#ifndef ONE_MACHINE
  :: machine = 1 - machine; printf("the next command runs on machine %d\n", machine)
  :: for (i : 0 .. GENERATIONS - 1) { forget(0, i) } i = 0; printf("the journal is lost\n")
#endif
  fi
}

/* A user who does as the message says. */
inline obey(s, kind, tries) {
  tries = 0;
  do
  :: start(0, s, machine, (kind) | (tries > 0 -> REFRESH : 0));
    !command[0].runs;
    if
    :: command[0].outcome == SUCCEEDED -> break
    :: else ->
      tries++;
      if
      :: tries < 6
      :: else -> printf("S4: the user of stack %d is stuck\n", s); assert(false)
      fi;
      if
      :: tries == 1
      :: tries > 1 && command[0].blockedBy != NONE && job[command[0].blockedBy].live &&
         order[job[command[0].blockedBy].generation].spec == stack[s].wanted && tries < 4 ->
        printf("the user adopts job %d\n", command[0].blockedBy);
        stack[s].adopt = command[0].blockedBy
      :: else ->
#ifndef TEXT_WAYS
        if
        :: command[0].blockedBy != NONE -> 
          printf("the user cancels job %d\n", command[0].blockedBy);
          job[command[0].blockedBy].live = 0
        :: else
        fi
#endif
      fi
    fi
  od;
  tries = 0
}

init {
  byte i, s, kind, tries;

  d_step {
    acts = ACTS;
    runs = RUNS;
    for (i : 0 .. GENERATIONS - 1) { forget(0, i); forget(1, i) }
    for (s : 0 .. STACKS - 1) { clearStack(s) }
    stack[0].exists = 1;
    stack[1].name = 0;
    stack[1].place = PLACE_OF_1;
    command[0].blockedBy = NONE;
    command[1].blockedBy = NONE;
    i = 0; s = 0;
#ifdef ADOPTED_ELSEWHERE
    /* Machine 0 bought the job and was killed; machine 1 has adopted it for the same resource. */
    order[0].owner = 0;
    job[0].live = 1;
    jobCount = 1;
    generationCount = 2;
    journal[0].entry[0].state = POSTED;
    journal[0].entry[0].place = 0;
    journal[0].entry[0].uuid = 0;
    stack[0].job[0] = 0;
    stack[0].generation[0] = 1
#endif
  }

  do
  :: atomic {
      IS_IDLE && runs > 0 && (stack[0].exists || stack[1].exists) ->
      runs--;
      if
      :: stack[0].exists -> s = 0
      :: stack[1].exists -> s = 1
      fi;
      someKind(kind);
      start(0, s, machine, kind);
      kind = 0; s = 0
    }
#ifdef SECOND_ENGINE
  :: atomic {
      MAY_START_SECOND && runs > 0 && (command[0].engineIsDead || acts > 0) ->
      runs--;
      if
      :: command[0].engineIsDead
      :: else -> acts--; printf("pulumi cancel\n")
      fi;
      s = command[0].stack;
      someKind(kind);
      start(1, s, machine, kind);
      kind = 0; s = 0
    }
#endif
  :: atomic { IS_IDLE && acts > 0 -> if :: s = 0 :: s = 1 fi; act(s); s = 0 }
  :: atomic { IS_IDLE -> break }
  od;

  /* From now on nothing fails, every job is listed, and each stack is brought up to date, and then
   * replaced: a create of each owner. */
  atomic {
    acts = 0;
    printf("peace\n");
    for (i : 0 .. JOBS - 1) { job[i].lag = LISTED }
    i = 0
  }
  if
  :: stack[0].exists && stack[0].wanted != NONE ->
    obey(0, REFRESH, tries);
    assert(stack[0].job[0] < UNCONFIRMED && job[stack[0].job[0]].live);
    obey(0, REPLACE | CREATE_FIRST, tries);
    assert(stack[0].job[0] < UNCONFIRMED && job[stack[0].job[0]].live)
  :: else
  fi;
  if
  :: stack[1].exists && stack[1].wanted != NONE ->
    obey(1, REFRESH, tries);
    assert(stack[1].job[0] < UNCONFIRMED && job[stack[1].job[0]].live);
    obey(1, REPLACE | CREATE_FIRST, tries);
    assert(stack[1].job[0] < UNCONFIRMED && job[stack[1].job[0]].live)
  :: else
  fi;
  /* S3, in the end: what lives is held, let go of, or was named; or no stack has its marker's name. */
  atomic {
    for (i : 0 .. JOBS - 1) {
      if
      :: i < jobCount && job[i].live && !IS_HELD(i) && !IN(i, letGo) && !IN(i, reported) &&
         ((stack[0].exists && stack[0].wanted != NONE &&
           stack[0].name == order[job[i].generation].owner) ||
          (stack[1].exists && stack[1].wanted != NONE &&
           stack[1].name == order[job[i].generation].owner)) ->
        printf("S3: job %d is forgotten\n", i);
        assert(false)
      :: else
      fi
    }
  }
}
