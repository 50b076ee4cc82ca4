#include "config/option_table.hpp"

#include "config/option_data.hpp"

namespace moderato {

OptionTable::OptionTable(std::unique_ptr<const Data> data) : data_(std::move(data)) {}
OptionTable::~OptionTable() = default;

}  // namespace moderato
