// What every program of Moderato does first.
#pragma once

namespace moderato {

// Makes the process fit to work whoever started it, and however. Call once, before any thread and any file.
//
// - Standard input, output and error have their numbers to themselves, also those that were closed. Else the first
//   files and sockets would get these numbers, and what is meant for a person would go into them.
// - Writing to a closed pipe, or beyond the limit on file sizes, is an error like any other, and no signal that ends
//   the program.
// - SQLite does not count the memory it uses.
void settle_process();

// Allows as many open files as the system lets us have: each connection is one. What is usual for programs (1,024) is
// for those that use select(2).
void allow_many_files();

}  // namespace moderato
