#include "app/keep_routes_options.hpp"

#include "app/state_file.hpp"

namespace signalbox::app {

KeepRoutesOptions keep_routes_options(Reader const& cache, std::string const& neighbour,
                                      Environment const& environment) {
    KeepRoutesOptions options;
    cache["persist"].into(options.persist);
    cache["file"].into(options.file);
    cache["save_every"].into(options.every, {std::chrono::seconds{1}, std::chrono::hours{24}});
    if (options.file.empty()) options.file = state_file("routes.bin", neighbour, environment);
    if (options.persist && options.file.empty()) {
        cache["persist"].refuse("needs cache.file: no folder of this user's is known to keep it in");
    }
    return options;
}

}  // namespace signalbox::app
