// Finds a table's rows again when the pages that lead to them are damaged. Of SQLite's file format it knows the table
// b-tree pages (https://www.sqlite.org/fileformat2.html#b_tree_pages): rows are on leaves, and interior pages lead to
// them.
#pragma once

#include <cstddef>
#include <filesystem>

#include "comment/result.hpp"

namespace moderato {

struct TableShape {
  std::size_t root;           // page, from 1
  std::size_t least_columns;  // that a row has in the file
  std::size_t most_columns;
  bool numbered;  // the first column is the row's number, and not stored
};

// Looks at every page of the file, which must have no write-ahead log, and makes the table's root lead to all leaves
// that hold rows of this shape, in order; of two that hold the same numbers, to the first. New pages are appended. A
// leaf that is damaged itself is left out. Errors: ledger.cannot_write.
[[nodiscard]] Result<void> relink_table(const std::filesystem::path& file, std::size_t page_size,
                                        const TableShape& table);

}  // namespace moderato
