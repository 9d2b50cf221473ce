/* One command of the engine, and its provider process. Each step is atomic; other commands come in
 * between steps. */

#define REPLACE 1
#define REFRESH 2
#define CREATE_FIRST 4
#define DESTROY 8
#define PREVIEW 16

inline sayCommand(r, kind) {
  printf("stack %d, named %d at place %d, on machine %d:", command[r].stack, STACK(r).name,
         STACK(r).place, command[r].on);
  if
  :: kind & DESTROY -> printf(" destroy")
  :: kind & PREVIEW -> printf(" preview")
  :: else -> printf(" up")
  fi;
  if
  :: kind & REPLACE -> printf(" --replace")
  :: else
  fi;
  if
  :: kind & REFRESH -> printf(" --refresh")
  :: else
  fi;
  if
  :: kind & CREATE_FIRST -> printf(", create before delete\n")
  :: else -> printf("\n")
  fi
}

proctype Engine(byte r; byte kind) {
  byte i, j, k, m, g, e, action, failing, found, best, first, cancels, warns;
  bit flag;

  d_step {
    command[r].shown = 0;
    command[r].current = 0;
#ifdef MUTATE_PREVIEW
    command[r].shown = previewed;
#endif
    command[r].taken = 0;
    command[r].warned = 0;
    command[r].looked = 0;
    command[r].engineIsDead = 0;
    command[r].blockedBy = NONE;
    command[r].outcome = SUCCEEDED;
    for (i : 0 .. SLOTS - 1) {
      command[r].job[i] = STACK(r).job[i];
      command[r].generation[i] = STACK(r).generation[i]
    }
    for (i : 0 .. SLOTS - 1) {
      STACK(r).olderJob[i] = STACK(r).job[i];
      STACK(r).olderGeneration[i] = STACK(r).generation[i]
    }
    i = 0; g = NONE; best = NONE; failing = NONE; first = NONE;
    sayCommand(r, kind)
  }

  /* Show what the state has. */
  atomic {
    if
    :: command[r].job[0] == UNCONFIRMED ->
      /* Update binds it, or proves that nothing came of it. */
      j = NONE;
      for (i : 0 .. JOBS - 1) {
        if
        :: i < jobCount && job[i].live && job[i].generation == command[r].generation[0] -> j = i
        :: else
        fi
      }
      i = 0;
      if
      :: kind & (DESTROY | PREVIEW)
      :: !(kind & (DESTROY | PREVIEW)) && j == NONE -> command[r].job[0] = NONE
      :: !(kind & (DESTROY | PREVIEW)) && j != NONE && job[j].lag == LISTED ->
        command[r].job[0] = j; printf("  binds job %d\n", j);
        nameJob(r, j); checkpoint(r)
      :: !(kind & (DESTROY | PREVIEW)) && j != NONE && job[j].lag != LISTED -> stop(r, j); goto ended
      fi
    :: else
    fi;
    if
    :: command[r].job[0] < UNCONFIRMED && !(kind & DESTROY) && STACK(r).wanted != NONE ->
      if
      :: !(kind & REPLACE) || (kind & REFRESH) -> j = command[r].job[0]; showJob(r, j, BY_PROGRAM)
      :: else
      fi
    :: else
    fi;
    if
    :: kind & PREVIEW -> 
#ifdef MUTATE_PREVIEW
      previewed = command[r].shown;
#endif
      goto ended
    :: (kind & DESTROY) || STACK(r).wanted == NONE ->
      goto deletes
    :: else
    fi;
    if
    :: command[r].job[0] == NONE -> goto create
    :: command[r].job[0] != NONE && (kind & REPLACE) -> skip
    :: command[r].job[0] != NONE && !(kind & REPLACE) &&
       order[command[r].generation[0]].spec != STACK(r).wanted -> skip
    :: command[r].job[0] < UNCONFIRMED && !(kind & REPLACE) &&
       order[command[r].generation[0]].spec == STACK(r).wanted && (kind & REFRESH) &&
       !job[command[r].job[0]].live -> skip
    :: else -> goto deletes
    fi;
    if
    :: kind & CREATE_FIRST -> skip
    :: else ->
      delete(r, 0, j);
      checkpoint(r);
      if
      :: command[r].outcome == STOPPED -> goto ended
      :: else
      fi
    fi
  }

create:
  atomic {
    /* The given job is taken without a look. */
    assert(generationCount < GENERATIONS && jobCount < JOBS - 1);
    if
    :: STACK(r).adopt != NONE ->
      j = STACK(r).adopt;
      STACK(r).adopt = NONE;
      if
      :: job[j].live && IS_SAME_SPEC(r, j) && IS_OURS(r, j) ->
        printf("  adopts job %d by name\n", j);
        given = given | BIT(j);
        g = generationCount; generationCount++;
        order[g].owner = STACK(r).name; order[g].spec = STACK(r).wanted;
        best = j;
        command[r].taken = command[r].taken | BIT(j);
        e = job[j].generation;
#ifndef TEXT_DECIDED
        if
        :: ENTRY(r, e).state != ABSENT && ENTRY(r, e).uuid != NONE && ENTRY(r, e).uuid != j ->
          ENTRY(r, e).twice = 0;
          ENTRY(r, e).decided = 1
        :: else
        fi;
#endif
        writeUuid(r, e, j);
        e = 0;
        goto tell
      :: else -> printf("  refuses to adopt job %d\n", j); stop(r, j); goto ended
      fi
    :: else
    fi;
#ifndef TEXT_CLAIM
    isBusy(r, found);
    if
    :: found ->
      printf("  another run is buying\n");
      stop(r, NONE); command[r].outcome = BUSY; goto ended
    :: else
    fi;
#endif
    g = generationCount; generationCount++;
    order[g].owner = STACK(r).name;
    order[g].spec = STACK(r).wanted;
#ifndef TEXT_CLAIM
    announce(r, g, CLAIMED)
#endif
  }

look:
  atomic {
    command[r].looked = 1;
    failing = NONE; cancels = 0; warns = 0; best = NONE; flag = 0;
#ifndef TEXT_UNSEEN
    hasUnseenPurchase(r, found);
    if
    :: found -> halfMinute()
    :: else
    fi;
#endif
    d_step {
      for (k : 0 .. JOBS - 1) {
        if
        :: k < jobCount && IS_SEEN(r, k) ->
          judge(r, k, action);
          if
          :: action == FAIL -> failing = (failing == NONE -> k : failing)
          :: action == WAIT -> flag = 1
          :: action == CANCEL -> cancels = cancels | BIT(k)
          :: action == ADOPT && best == NONE -> best = k
          :: action == ADOPT && best != NONE -> cancels = cancels | BIT(k)
          :: action == WARN -> warns = warns | BIT(k)
          :: else
          fi
        :: else
        fi
      }
      k = 0
    };
    if
    :: failing != NONE -> stop(r, failing)
    :: failing == NONE && flag -> stop(r, NONE); command[r].outcome = BUSY
    :: else
    fi;
    if
    :: command[r].outcome != SUCCEEDED ->
      release(r, g);
      goto ended
    :: else
    fi;
    d_step {
      for (k : 0 .. JOBS - 1) {
        if
        :: IN(k, warns) -> warn(r, k)
        :: else
        fi;
        if
        :: IN(k, cancels) -> assertNobodys(r, k); warn(r, k); end(r, k)
        :: else
        fi
      }
      k = 0
    };
    /* Interrupted purchases of every stack of this place. */
    d_step {
      for (k : 0 .. JOBS - 1) {
        if
        :: k < jobCount && k != best && job[k].live && (job[k].lag == LISTED || IS_NAMED(r, k)) &&
           IS_LEFT_BEHIND(r, k) && !IN(k, command[r].shown) -> warn(r, k)
        :: else
        fi
      }
      k = 0
    };
    if
    :: best != NONE ->
      printf("  adopts job %d\n", best);
      assertNobodys(r, best);
      command[r].taken = command[r].taken | BIT(best);
      nameJob(r, best);
      forgetOwn(r, g);
      goto tell
    :: else
    fi
  }

  atomic {
    announce(r, g, POSTED);
    mayBeKilled(r);
    if
    :: command[r].engineIsDead -> goto killed /* its stdin has ended: nothing is sent */
    :: else
    fi
  }
  atomic {
    if
    :: commit(r, g, best);
      command[r].taken = command[r].taken | BIT(best);
      mayBeKilled(r)
    :: acts > 0 -> acts--;
      /* The answer is lost. */
      if
      :: commit(r, g, first); printf("  the answer is lost\n");
        command[r].taken = command[r].taken | BIT(first);
        mayBeKilled(r);
        halfMinute();
        if
        :: job[first].lag == LISTED -> best = first
        :: else
        fi
      :: printf("  the request is lost\n")
      fi;
      if
      :: best == NONE ->
        flag = 1;
#ifndef TEXT_TWICE
        if
        :: ENTRY(r, g).state != ABSENT -> ENTRY(r, g).twice = 1
        :: else
        fi;
#endif
        if
        :: commit(r, g, best);
          command[r].taken = BIT(best);
          printf("  (the second request)\n")
        :: acts > 0 -> acts--; best = UNCONFIRMED; printf("  lost again: unconfirmed\n")
        fi
      :: else
      fi
    fi
  }
  atomic {
    if
    :: best < UNCONFIRMED -> writeUuid(r, g, best)
    :: else
    fi;
    mayBeKilled(r);
    if
    :: best < UNCONFIRMED && flag ->
      if
      :: first != NONE && job[first].lag == LATE -> job[first].lag = LISTED
      :: true
      fi;
      endDuplicates(r, g, best)
    :: else
    fi
  }

tell:
  atomic {
    if
    :: command[r].engineIsDead -> goto killed /* it comes back to nobody */
    :: else
    fi;
    if
    :: best < UNCONFIRMED -> e = job[best].generation; writeTold(r, e)
    :: else -> writeTold(r, g)
    fi;
    writeReplaced(r, best);
    mayBeKilled(r)
  }
  atomic {
    if
    :: command[r].engineIsDead -> goto killed
    :: else
    fi;
    /* The record of before waits for its delete. */
    if
    :: command[r].job[0] == NONE
    :: command[r].job[0] != NONE && command[r].job[1] == NONE ->
      command[r].job[1] = command[r].job[0]; command[r].generation[1] = command[r].generation[0]
    :: else ->
      assert(command[r].job[2] == NONE);
      command[r].job[2] = command[r].job[0]; command[r].generation[2] = command[r].generation[0]
    fi;
    command[r].job[0] = best;
    command[r].generation[0] = g;
    checkpoint(r);
    /* The last look. */
    d_step {
      for (k : 0 .. JOBS - 1) {
        if
        :: k < jobCount && k != best && job[k].live && job[k].lag == LISTED &&
           (order[job[k].generation].owner == STACK(r).name || IS_LEFT_BEHIND(r, k)) &&
           !IN(k, command[r].shown) && !IN(k, command[r].warned) -> warn(r, k)
        :: else
        fi
      }
      k = 0
    };
    mayBeKilled(r);
    if
    :: command[r].engineIsDead -> goto killed
    :: else
    fi
  }

deletes:
  atomic {
#ifndef TEXT_NO_CREATE
    /* Check, diff and delete know their owner's interrupted purchases from the journal alone. */
    if
    :: !command[r].looked && (command[r].job[0] != NONE || command[r].job[1] != NONE ||
                              command[r].job[2] != NONE) ->
      d_step {
        for (k : 0 .. JOBS - 1) {
          if
          :: k < jobCount && !IS_RECORDED(r, k) && job[k].live && IS_OURS(r, k) &&
           IS_INTERRUPTED(r, k) -> warn(r, k)
          :: else
          fi
        }
        k = 0
      }
    :: else
    fi;
#endif
#ifndef TEXT_TWICE
    if
    :: command[r].job[0] < UNCONFIRMED && IN(command[r].job[0], command[r].shown) &&
       ENTRY(r, job[command[r].job[0]].generation).twice ->
      j = command[r].job[0]; e = job[j].generation; endDuplicates(r, e, j)
    :: else
    fi;
#endif
    if
    :: (kind & DESTROY) || STACK(r).wanted == NONE -> delete(r, 0, j); checkpoint(r)
    :: else
    fi;
    delete(r, 1, j);
    checkpoint(r);
    delete(r, 2, j);
    checkpoint(r)
  }

ended:
  atomic {
    settle(r);
#ifndef SECOND_ENGINE /* what another run left unsaid just now, this one cannot know */
    if
    :: command[r].outcome == SUCCEEDED && !(kind & PREVIEW) -> assertNotSilent(r)
    :: else
    fi;
#endif
    goto over
  }
killed:
  atomic {
    command[r].outcome = KILLED
  }
over:
  skip;
  /* What nobody can ask for any more is made equal: fewer states to search. */
  d_step {
    die(r);
    for (k : 0 .. JOBS - 1) {
      if
      :: k < jobCount && !job[k].live ->
        job[k].lag = LISTED;
        boughtFor[k] = NONE;
        letGo = letGo & ~BIT(k);
        given = given & ~BIT(k);
        reported = reported & ~BIT(k)
      :: else
      fi
    }
    for (k : 0 .. SLOTS - 1) {
      command[r].job[k] = NONE;
      command[r].generation[k] = NONE
    }
    command[r].place = 0;
    command[r].shown = 0;
    command[r].current = 0;
    command[r].taken = 0;
    command[r].warned = 0;
    command[r].looked = 0;
    command[r].getIsBlind = 0;
    command[r].engineIsDead = 0;
    command[r].runs = 0
  }
}
