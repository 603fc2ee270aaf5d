#include "server/response.hpp"

#include "wire/problem.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace signalbox::server {

Response json_response(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
}

Response error_response(Error error) {
    Response response;
    response.status = wire::status_of(error);
    response.hopeless = response.status >= 500 && !wire::problem(error.code).sdk_should_retry;
    if (error.retry_after) {
        auto const seconds = std::chrono::ceil<std::chrono::seconds>(*error.retry_after).count();
        response.retry_after = static_cast<int>(std::clamp<std::int64_t>(seconds, 1, 60));
    }
    response.error = std::make_unique<Error>(std::move(error));
    return response;
}

Response streamed_response(bool whole, Error const* error) {
    Response response;
    response.streamed = true;
    response.close = !whole;
    if (error != nullptr) response.error = std::make_unique<Error>(*error);
    return response;
}

}  // namespace signalbox::server
