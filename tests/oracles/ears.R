# Runs EARS of the R package `surveillance` on known series and prints, per day, statistic, upper bound and alarm.
#
# What it proves: our EARS (src/statistics/ears) agrees with the package that statistics.md, section 6.1, names as its
# oracle. The package is GPL; it is run here, nothing of it is copied.
#
#     apt-get install r-base-core r-cran-surveillance      (seen with R 4.2.2, surveillance 1.20.3)
#     Rscript tests/oracles/ears.R > ears.csv
#
# Columns: series, method, sigma_min, alpha, day (from 1), observed, statistic, upper_bound, alarm; NA on first days,
# which a method cannot judge. The package keeps only the bound, so that the statistic is computed from its definition:
# C1, C2: (y - mean) / sd of the seven days before (C2: before a gap of two); C3: sum of max(0, C2 - 1) over three days.
# It is NA where the deviation of the days before is 0. On standard error: the numbers of statistics.md against these.
# C3's alarm is that of the package, y > bound, which is not the same as statistic > z: the bound is cut off at 0.

suppressPackageStartupMessages(library(surveillance))

baseline_days <- 7

window_of <- function(method, day) {
  if (method == "C1") (day - baseline_days):(day - 1) else (day - baseline_days - 2):(day - 3)
}

standardised <- function(method, y, day, sigma_min) {
  days <- window_of(method, day)
  if (min(days) < 1) return(NA)
  deviation <- max(sd(y[days]), sigma_min)
  if (deviation == 0) return(NA)
  (y[day] - mean(y[days])) / deviation
}

statistic_of <- function(method, y, day, sigma_min) {
  if (method != "C3") return(standardised(method, y, day, sigma_min))
  # No max() of NA and a number: a day whose C2 is not known leaves C3 unknown.
  sum(sapply((day - 2):day, function(i) max(0, standardised("C2", y, i, sigma_min) - 1)))
}

run <- function(name, y, method, sigma_min, alpha) {
  control <- list(method = method, baseline = baseline_days, minSigma = sigma_min, alpha = alpha)
  result <- earsC(sts(observed = matrix(y, ncol = 1), frequency = 365, start = c(2026, 1)), control = control)
  days <- result@control$range
  rows <- data.frame(series = name, method = method, sigma_min = sigma_min, alpha = alpha, day = seq_along(y),
                     observed = y, statistic = NA, upper_bound = NA, alarm = NA)
  rows$statistic[days] <- sapply(days, function(day) statistic_of(method, y, day, sigma_min))
  rows$upper_bound[days] <- as.numeric(upperbound(result))
  rows$alarm[days] <- as.logical(alarms(result))
  rows
}

series <- list(
  outbreak = c(4, 6, 3, 5, 7, 4, 6, 5, 3, 6, 4, 5, 8, 12, 15, 9, 6, 5, 4, 30, 7, 5, 6, 4, 5),
  sparse = c(rep(0, 12), 3, 0, 0, 1)
)
set.seed(20261121, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
series$random_quiet <- rpois(40, 0.4)
series$random_usual <- rpois(40, 5)
series$random_busy <- rpois(40, 120)
series$random_weekends <- rpois(42, 9) * rep(c(1, 1, 1, 1, 1, 0, 0), 6)
series$random_outbreak <- rnbinom(40, mu = 4, size = 1) + c(rep(0, 29), 15, 22, 9, rep(0, 8))

alphas <- c(C1 = 0.001, C2 = 0.001, C3 = 0.025)
rows <- list()
for (name in names(series)) {
  for (method in names(alphas)) {
    for (sigma_min in c(0, 0.5)) {
      rows[[length(rows) + 1]] <- run(name, series[[name]], method, sigma_min, alphas[[method]])
    }
  }
}
all <- do.call(rbind, rows)
shown <- all
for (column in c("statistic", "upper_bound")) shown[[column]] <- sprintf("%.9f", all[[column]])
write.csv(shown, row.names = FALSE, quote = FALSE)

# --- statistics.md, section 6.1, to the nine decimals printed there ---------------------------------------------------

expected_c1 <- c(
  9.370248438, 9.299792580, 9.337355083, 9.299792580, 9.370248438, 8.152778798, 10.241110229, 15.486841343,
  21.259116315, 20.641460232, 20.641460232, 20.251408822, 20.641460232, 39.489594871, 39.259755365, 37.911123899,
  37.768497143, 37.906448649
)
expected_c3 <- c(
  7.932158027, 10.636514972, 13.182264165, 11.535327204, 0, 0, 7.851165283, 11.745962061, 37.745962061, 0, 0,
  23.706953730, 22.014211252, 23.064912763
)
wrong <- 0
expect <- function(name, method, sigma_min, first_day, bounds, alarm_days) {
  found <- all[all$series == name & all$method == method & all$sigma_min == sigma_min & !is.na(all$upper_bound), ]
  has_days <- identical(as.integer(found$day), as.integer(first_day - 1 + seq_along(bounds)))
  farthest <- if (has_days) max(abs(found$upper_bound - bounds)) else NA
  has_alarms <- identical(as.integer(found$day[found$alarm]), as.integer(alarm_days))
  is_right <- has_days && farthest < 1e-9 && has_alarms
  if (!is_right) wrong <<- wrong + 1
  message(sprintf("%s %s sigma_min %g: %d days, farthest bound %.1e, alarms on %s: %s", name, method, sigma_min,
                  nrow(found), farthest, paste(found$day[found$alarm], collapse = " "),
                  if (is_right) "agrees" else "DIFFERS"))
}
expect("outbreak", "C1", 0, 8, expected_c1, c(14, 20))
expect("outbreak", "C2", 0, 10, expected_c1[1:16], c(14, 15, 20))
expect("outbreak", "C3", 0, 12, expected_c3, c(15, 16, 17, 21, 22))
expect("sparse", "C1", 0.5, 8, c(rep(1.545116153, 6), rep(3.932565504, 3)), 13)
expect("sparse", "C3", 0.5, 12, c(0.979981992, 3.979981992, 0, 0, 3.222390264), integer(0))

# The package's own test: aggregated salmNewport, ISO year 2011, C1 at alpha 0.05: seven weeks before, then four.
data("salmNewport")
newport <- aggregate(salmNewport, by = "unit")
in_2011 <- which(isoWeekYear(epoch(newport))$ISOYear == 2011)
control <- list(range = in_2011, method = "C1", alpha = 0.05)
bounds <- upperbound(earsC(newport, control = control))[1:4]
farthest <- max(abs(bounds - c(3.278854, 3.278854, 3.436517, 3.855617)))
counts <- as.integer(observed(newport)[in_2011[1] + (-7:3)])
is_right <- farthest < 1e-6 && identical(counts, as.integer(c(1, 1, 1, 3, 3, 1, 2, 1, 0, 3, 3)))
if (!is_right) wrong <- wrong + 1
message(sprintf("salmNewport C1 alpha 0.05: counts %s, farthest bound %.1e: %s", paste(counts, collapse = " "),
                farthest, if (is_right) "agrees" else "DIFFERS"))

# C1 and C2: bound and statistic say the same.
judged <- all[!is.na(all$statistic) & all$method != "C3", ]
contrary <- sum((judged$statistic > qnorm(1 - judged$alpha)) != judged$alarm)
if (contrary > 0) wrong <- wrong + 1
message(sprintf("%d days judged by C1 and C2, %d where statistic and alarm disagree", nrow(judged), contrary))
quit(status = if (wrong > 0) 1 else 0)
