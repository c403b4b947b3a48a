"""What English words mean in a date; phrases are separated by bars."""

from __future__ import annotations

from language.phrases import Vocabulary

WORDS: Vocabulary = {
    "month": {
        1: "january|januray|janaury",
        2: "february|febuary|feburary",
        4: "april|aprl",
        6: "june",
        7: "july",
        8: "august|agust",
        9: "september|sept|septmber",
        10: "october|octuber",
        11: "november",
        12: "december|decmber",
    },
    "weakmonth": {
        1: "jan",
        2: "feb",
        3: "march|mar",
        4: "apr",
        5: "may",
        6: "jun",
        7: "jul",
        8: "aug",
        9: "sep",
        10: "oct",
        11: "nov",
        12: "dec",
    },
    "weekday": {
        0: "monday|mondays",
        1: "tuesday|tuesdays|tues",
        2: "wednesday|wednesdays|wensday|wednsday",
        3: "thursday|thursdays|thurs|thur",
        4: "friday|fridays",
        5: "saturday|saturdays",
        6: "sunday|sundays",
    },
    "weakweekday": {0: "mon", 1: "tue", 2: "wed", 3: "thu", 4: "fri", 5: "sat", 6: "sun"},
    "ordinal": {
        -1: "last",
        1: "first",
        2: "second",
        3: "third",
        4: "fourth",
        5: "fifth",
        6: "sixth",
        7: "seventh",
        8: "eighth",
        9: "ninth",
        10: "tenth",
        11: "eleventh",
        12: "twelfth",
        13: "thirteenth",
        14: "fourteenth",
        15: "fifteenth",
        16: "sixteenth",
        17: "seventeenth",
        18: "eighteenth",
        19: "nineteenth",
        20: "twentieth",
        21: "twenty first",
        22: "twenty second",
        23: "twenty third",
        24: "twenty fourth",
        25: "twenty fifth",
        26: "twenty sixth",
        27: "twenty seventh",
        28: "twenty eighth",
        29: "twenty ninth",
        30: "thirtieth",
        31: "thirty first",
    },
    "unit": {
        "night": "night|nights|nite|nites|nts|nt",
        "day": "day|days",
        "week": "week|weeks|wk|wks",
        "fortnight": "fortnight|fortnights",
        "month": "month|months",
        "year": "year|years",
    },
    "single": {
        "week": "a week|a full week",
        "day": "a day",
        "night": "a night",
        "month": "a month",
        "fortnight": "a fortnight",
    },
    "number": {2: "a couple of|a couple", 3: "a few"},
    "half": {1: "half|half of"},
    "offset": {
        -2: "day before yesterday|the day before yesterday",
        -1: "yesterday",
        0: "today|todays",
        1: "tomorrow|tomorow|tommorow|tommorrow|tomorrows|tmrw|tmr|tmw|2moro",
        2: "day after tomorrow|the day after tomorrow|overmorrow",
    },
    "notdate": {
        1: "easter island|christmas island|new year s resolution|per night|a night per|per day|all day|every day|each day|each night|day trip|day tour|good day|have a nice day|day by day|the other day|may i|may we|may you|may be|per week|one day|night out"
    },
    "tonight": {0: "tonight|tonite|this evening"},
    "turn": {
        0: "this|this coming|of this",
        1: "next|nxt|coming|following|upcoming",
        2: "after next",
        -1: "past",
    },
    "weekend": {1: "weekend|wekend|weeknd|weekened|wknd|week end|weekends"},
    "longweekend": {1: "long weekend|bank holiday weekend|holiday weekend|3 day weekend|three day weekend"},
    "part": {
        "early": "early|beginning|the beginning|start|the start",
        "mid": "mid|middle|the middle",
        "late": "late|end|the end",
    },
    "feast": {
        "holy_week": "easter|holy week|easter week|easter weekend|easter break|easter holidays|passover week",
        "carnival": "carnival|mardi gras",
        "new_year": "new year|new years|new year s|new years eve|new year s eve|nye",
        "christmas": "christmas|xmas|x mas|christmas break|christmas holidays",
        "fiestas_patrias": "national holidays",
        "all_souls": "day of the dead",
        "epiphany": "epiphany|three kings day",
        "labour_day": "labor day|labour day|may day",
        "valentine": "valentines|valentine s|valentines day|valentine s day",
        "thanksgiving": "thanksgiving",
        "independence": "independence day",
        "halloween": "halloween",
    },
    "feastday": {
        "good_friday": "good friday",
        "maundy_thursday": "maundy thursday|holy thursday",
        "holy_saturday": "holy saturday",
        "easter_sunday": "easter sunday|easter day",
        "palm_sunday": "palm sunday",
        "christmas_eve": "christmas eve",
        "christmas_day": "christmas day",
        "new_years_day": "new year s day|new years day",
        "ash_wednesday": "ash wednesday",
    },
    "to": {1: "to|till|til|until|untill|thru|through|up to|to the|until the|till the|through the"},
    "until": {1: "until|till|til|untill|up to|until the|till the"},
    "and": {1: "and"},
    "or": {1: "or|or maybe|or else"},
    "from": {
        1: "from|from the|starting|starting on|starting from|beginning|arriving|arriving on|leaving|leaving on|since|as of|checking in|checking in on|commencing"
    },
    "between": {1: "between|between the|in between"},
    "the": {1: "the|from the|until the|till the"},
    "theday": {1: "the|from the|until the|till the|through the|by the|to the|between the"},
    "onday": {1: "on|by|after|before|for|around"},
    "of": {1: "of"},
    "in": {
        1: "in|during|of|for|this|next|by|until|till|since|from|about|around|mid|early|late|between|throughout|through|to"
    },
    "ahead": {1: "in|within|in about"},
    "fromnow": {1: "from now|from today|s time|time"},
    "for": {1: "for|staying|stay|x|lasting|and staying|and stay"},
    "extending": {1: "extend|extending|add|adding|prolong|lengthen"},
    "later": {1: "later|after"},
    "earlier": {1: "earlier|before"},
    "more": {1: "more|extra|additional|longer"},
    "less": {1: "less|fewer|shorter"},
    "agopost": {1: "ago|back"},
    "same": {1: "same dates|same date|same days|same day|those dates|these dates"},
    "nextday": {1: "the next day|the day after|the following day|next day"},
    "return": {
        1: "returning|return|coming back|come back|going back|back|leaving|leave|departing|checking out|check out|checkout|flying back|fly back|heading back"
    },
    "outbound": {1: "arrival|arriving|check in|checkin|checking in|departure|outbound"},
    "counted": {
        1: (
            "years|year|yrs|yr|yo|y o|months|month|people|persons|person|ppl|pax|adults|adult|kids|kid|children|child|guests|guest|travelers|"
            "travellers|passengers|friends|stars|star|dollars|dollar|usd|bucks|euros|eur|pounds|gbp|k|rooms|room|beds|bed|hours|hour|hr|hrs|"
            "am|pm|a m|p m|o clock|oclock|minutes|mins|min|km|miles|mile|kg|percent|times|nights|night|tickets|ticket|seats|seat|bags|bag|suitcases|"
            "options|option|hotels|hotel|tours|one|ones|floor|time|class|place|of us|couples|families|way"
        )
    },
    "agedword": {
        1: "kids|kid|children|child|ages|aged|age|boy|girl|boys|girls|son|daughter|sons|daughters|baby|infant"
    },
    "about": {1: "about|around|roughly|like"},
    "naming": {1: "name|name is|name s|i am|i m|mr|mrs|ms|miss|this is|called"},
    "polite": {
        1: "please|pls|thanks|thank you|ok|okay|yes|yeah|no|well|maybe|only|just|i think|hi|hello|let s say|say"
    },
    "full": {1: "full|whole|entire"},
    "choosing": {1: "take|choose|pick|want|option|number|prefer|like"},
}

# "may", "sun" and "sat" are words of their own: the weak kinds already ask for a date around them.
OWN: Vocabulary = {}
