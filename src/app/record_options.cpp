#include "app/record_options.hpp"

#include "app/state_file.hpp"

namespace signalbox::app {

RecordOptions record_options(Reader const& section, std::string const& neighbour, Environment const& environment) {
    RecordOptions options;
    section["enabled"].into(options.enabled);
    section["file"].into(options.file);
    section["keep_days"].into(options.keep_days, {1, 3'650});
    section["max_queue"].into(options.max_queue, {100, 1'000'000});
    if (options.file.empty()) options.file = state_file("records.db", neighbour, environment);
    return options;
}

}  // namespace signalbox::app
