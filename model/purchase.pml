/* One paid job per resource, whatever happens: the rules of a purchase as a model that is checked
 * exhaustively. docs/decisions/0016 tells what it says and how it is run. */
#include "world.pml"
#ifdef MUTATE_PREVIEW
byte previewed;
#endif
#include "rules.pml"
#include "journal.pml"
#include "properties.pml"
#include "steps.pml"
#include "engine.pml"
#include "environment.pml"
