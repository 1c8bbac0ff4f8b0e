/*
 * What a process that knows passwords and keys gives up at its start, for itself and all that
 * it starts: a core, which would hold them, and programs that have more rights than it.
 */
#ifndef CORE_BASE_HARDEN_H
#define CORE_BASE_HARDEN_H

/* And nobody but root looks into its memory; a program that it starts says that itself. */
void	harden(void);
/*
 * For one that others of its user look at in /proc: workers take the model's memory from their
 * master (fcgi/keeper.h), and whoever asks for a training sees whether one lives (core/data/
 * lease.h), also where /proc shows only what one could trace.
 */
void	harden_visible(void);

#endif
