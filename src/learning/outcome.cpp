#include "learning/outcome.hpp"

#include "core/keyed_hash.hpp"

namespace signalbox {

ModelTag model_tag(std::string_view model_id) {
    KeyedHash hash{{}};  // no secret: it only tells models apart
    hash.update(model_id);
    return hash.finish()[0];
}

}  // namespace signalbox
