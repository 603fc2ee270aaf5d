#pragma once

#include <string>
#include <string_view>

namespace fake {

// OpenRouter's model list, with the mood it is in: GET .../openrouter/.../models answers, PUT /openrouter/MOOD changes
// it.
class OpenRouterList {
public:
    struct Answer {
        int status = 200;
        std::string body;
        bool silent = false;  // no answer at all
    };

    // False when there is no such mood.
    bool change(std::string_view mood);
    // `query`: behind the '?' of the request, or empty.
    [[nodiscard]] Answer answer(std::string_view query) const;

private:
    std::string mood_ = "normal";
};

}  // namespace fake
