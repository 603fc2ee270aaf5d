#pragma once

#include "pipeline/routing_record.hpp"

#include <string>
#include <string_view>

namespace signalbox::app {

// The columns of an export as comma-separated values.
extern std::string_view const record_csv_heading;
// Appends one line. What is not known is an empty field; attempts and candidates are left out.
void append_record_csv(std::string& out, RoutingRecord const& record);

}  // namespace signalbox::app
