"""The scenario a blank start begins with: small, complete, commented, and valid."""

from __future__ import annotations

BLANK = """\
orgsim: 1                                   # version of the scenario format
name: My organisation

about:
  question: What should this scenario find out?

calendar:
  starts: Monday 00:00
  warm_up: 1 week                           # thrown away before measuring
  length: 4 weeks                           # measured

# ---------------------------------------------------------------- organisation
organisation:
  layers: [front_line, manager, director]   # from the front line to the top
  units:
    front_desk: {name: Front desk}
    back_office: {name: Back office}
  positions:                                # who has attention to give to decisions
    director: {unit: front_desk, layer: director, on_duty: weekdays 09:00-17:00, attention: 50%}
    desk_manager: {unit: front_desk, layer: manager, reports_to: director, on_duty: weekdays 08:00-18:00}
    office_manager: {unit: back_office, layer: manager, reports_to: director, on_duty: weekdays 08:00-18:00}
  decisions:                                # who may say yes, who asks, and by which way
    take_over:
      held_by: office_manager
      asked_by: desk_manager
      route: reporting_lines                # climbs to the common superior and down again
      effort: 10 min
      passing_on: 5 min

# --------------------------------------------------------------------- demand
classes:
  simple: {rank: 1}
  difficult: {rank: 0}                      # the lower rank is served first where a queue is by_class
needs:
  back_office: {by_class: {simple: 5%, difficult: 60%}}   # what is true of a visit, whatever we do
arrivals:
  by_phone:
    at: first_contact
    per_day: 60
    classes: {simple: 80%, difficult: 20%}

# -------------------------------------------------------------------- pathway
pathway:
  first_contact:
    unit: front_desk
    needs: {clerk: 1}
    takes: {lognormal: {mean: 10 min, sd: 6 min}}
    next: {by_need: back_office, yes: hand_over, no: done, missed: 10%}
  hand_over:
    unit: front_desk
    asks: take_over                         # waits for the answer
    next: casework
  casework:
    unit: back_office
    needs: {specialist: 1}
    takes: {lognormal: {mean: 40 min, sd: 30 min}}
    next: done
exits:
  done:
    returns: {share: 2%, missed: 20%, missed_need: back_office, after: 2 days, at: first_contact}

# ------------------------------------------------------------------ resources
resources:
  clerk: {unit: front_desk, number: 2}
  specialist: {unit: back_office, number: 2, hours: "weekdays 08:00-18:00"}

# -------------------------------------------------------------------- targets
targets:
  same_day:
    name: Settled within a day
    owner: desk_manager
    clock: {starts: arrival, stops: departure}
    within: 24 h
    goal: 90%

# ------------------------------------------------------------------- variants
variants:
  today:
    name: As it is
  nearer:
    name: The front desk decides
    extends: today
    change:
      organisation.decisions.take_over.held_by: desk_manager

experiments:
  main:
    compare: [today, nearer]
    against: today
    replications: 20
    seed: 1
"""
