// The tables that the trainer prints: how well each set is ranked, and what the shipped thresholds do to it.
#pragma once

#include <iosfwd>

#include "dataset.hpp"
#include "model.hpp"

namespace moderato::civility {

enum class Rows { held_out, all };

// ROC-AUC per source (and disguise, for obfuscated sets) and attribute, then, per source, the shares of clean, toxic
// and unlabelled comments that the shipped thresholds hold or reject.
void report(std::ostream& out, const Model& model, const Dataset& dataset, Rows rows);

}  // namespace moderato::civility
