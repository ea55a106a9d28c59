/** Made by `npm run contract` from docs/case-registry.openapi.yaml: change that file, never this one. The schemas of the case
 *  registry's contract, and the types they stand for. */
export type Contract = {
  About: {
    mode: "live" | "sandbox";
    contract?: string;
  };
  TokenRequest: {
    grant_type: "client_credentials";
    scope?: string;
  };
  Token: {
    access_token: string;
    token_type: string;
    expires_in: number;
  };
  TokenError: {
    error: "invalid_request" | "invalid_client" | "unauthorized_client" | "unsupported_grant_type" | "invalid_scope";
  };
  LookupRequest: {
    caseNumber: string;
    proof: string;
  };
  Stage: string;
  Day: string;
  Moment: string;
  Case: {
    stage: Contract["Stage"];
    asOf: Contract["Moment"];
    changedOn?: Contract["Day"];
    next?: string;
    noticeOn?: Contract["Day"];
    appointments?: Contract["Appointment"][];
  };
  Appointment: {
    id: Contract["Id"];
    kind: string;
    on: Contract["Day"];
    at?: string;
    place: string;
  };
  Id: string;
  Cursor: string;
  Change: {
    id: Contract["Id"];
    caseNumber: string;
    changedAt: string;
    what: string;
    urgent?: boolean;
  };
  Changes: {
    changes: Contract["Change"][];
    cursor: Contract["Cursor"];
    more: boolean;
  };
  Told: {
    changes: Contract["Change"][];
  };
  Problem: {
    type: string;
    title: string;
    status: number;
    detail?: string;
  };
};

export const CONTRACT_VERSION = "1.0.0";

export const CONTRACT = {
 "$id": "contract",
 "$defs": {
  "About": {
   "type": "object",
   "required": [
    "mode"
   ],
   "properties": {
    "mode": {
     "type": "string",
     "enum": [
      "live",
      "sandbox"
     ]
    },
    "contract": {
     "type": "string",
     "pattern": "^1\\.[0-9]{1,3}$"
    }
   }
  },
  "TokenRequest": {
   "type": "object",
   "required": [
    "grant_type"
   ],
   "properties": {
    "grant_type": {
     "type": "string",
     "const": "client_credentials"
    },
    "scope": {
     "type": "string",
     "maxLength": 200
    }
   }
  },
  "Token": {
   "type": "object",
   "required": [
    "access_token",
    "token_type",
    "expires_in"
   ],
   "properties": {
    "access_token": {
     "type": "string",
     "minLength": 16,
     "maxLength": 4096,
     "pattern": "^[A-Za-z0-9._~+/=-]+$"
    },
    "token_type": {
     "type": "string",
     "pattern": "^[Bb]earer$"
    },
    "expires_in": {
     "type": "integer",
     "minimum": 30,
     "maximum": 86400
    }
   }
  },
  "TokenError": {
   "type": "object",
   "required": [
    "error"
   ],
   "properties": {
    "error": {
     "type": "string",
     "enum": [
      "invalid_request",
      "invalid_client",
      "unauthorized_client",
      "unsupported_grant_type",
      "invalid_scope"
     ]
    }
   }
  },
  "LookupRequest": {
   "type": "object",
   "required": [
    "caseNumber",
    "proof"
   ],
   "additionalProperties": false,
   "properties": {
    "caseNumber": {
     "type": "string",
     "minLength": 1,
     "maxLength": 64
    },
    "proof": {
     "type": "string",
     "minLength": 1,
     "maxLength": 64
    }
   }
  },
  "Stage": {
   "type": "string",
   "pattern": "^[a-z-]{1,40}$",
   "x-known": [
    "received",
    "certificate",
    "interview",
    "admitted",
    "not-admitted",
    "conare",
    "recognised",
    "refused",
    "appeal",
    "closed",
    "other"
   ]
  },
  "Day": {
   "type": "string",
   "format": "date"
  },
  "Moment": {
   "type": "string",
   "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$"
  },
  "Case": {
   "type": "object",
   "required": [
    "stage",
    "asOf"
   ],
   "properties": {
    "stage": {
     "$ref": "#/$defs/Stage"
    },
    "asOf": {
     "$ref": "#/$defs/Moment"
    },
    "changedOn": {
     "$ref": "#/$defs/Day"
    },
    "next": {
     "type": "string",
     "maxLength": 40
    },
    "noticeOn": {
     "$ref": "#/$defs/Day"
    },
    "appointments": {
     "type": "array",
     "maxItems": 5,
     "items": {
      "$ref": "#/$defs/Appointment"
     }
    }
   }
  },
  "Appointment": {
   "type": "object",
   "required": [
    "id",
    "kind",
    "on",
    "place"
   ],
   "properties": {
    "id": {
     "$ref": "#/$defs/Id"
    },
    "kind": {
     "type": "string",
     "pattern": "^[a-z-]{1,40}$",
     "x-known": [
      "interview",
      "certificate",
      "document",
      "notice",
      "other"
     ]
    },
    "on": {
     "$ref": "#/$defs/Day"
    },
    "at": {
     "type": "string",
     "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"
    },
    "place": {
     "type": "string",
     "minLength": 2,
     "maxLength": 48,
     "pattern": "^(?!.*[0-9]([ .-]?[0-9]){6})(?!.*[\\p{L}\\p{N}][.]\\p{L})[\\p{L}\\p{N} .,'º°()#-]+$"
    }
   }
  },
  "Id": {
   "type": "string",
   "pattern": "^[A-Za-z0-9_-]{1,64}$"
  },
  "Cursor": {
   "type": "string",
   "pattern": "^[A-Za-z0-9_-]{1,128}$"
  },
  "Change": {
   "type": "object",
   "required": [
    "id",
    "caseNumber",
    "changedAt",
    "what"
   ],
   "properties": {
    "id": {
     "$ref": "#/$defs/Id"
    },
    "caseNumber": {
     "type": "string",
     "minLength": 1,
     "maxLength": 64
    },
    "changedAt": {
     "type": "string",
     "format": "date-time"
    },
    "what": {
     "type": "string",
     "pattern": "^[a-z-]{1,40}$",
     "x-known": [
      "stage",
      "appointment",
      "notice",
      "other"
     ]
    },
    "urgent": {
     "type": "boolean",
     "default": false
    }
   }
  },
  "Changes": {
   "type": "object",
   "required": [
    "changes",
    "cursor",
    "more"
   ],
   "properties": {
    "changes": {
     "type": "array",
     "maxItems": 200,
     "items": {
      "$ref": "#/$defs/Change"
     }
    },
    "cursor": {
     "$ref": "#/$defs/Cursor"
    },
    "more": {
     "type": "boolean"
    }
   }
  },
  "Told": {
   "type": "object",
   "required": [
    "changes"
   ],
   "properties": {
    "changes": {
     "type": "array",
     "minItems": 1,
     "maxItems": 200,
     "items": {
      "$ref": "#/$defs/Change"
     }
    }
   }
  },
  "Problem": {
   "type": "object",
   "required": [
    "type",
    "title",
    "status"
   ],
   "properties": {
    "type": {
     "type": "string",
     "maxLength": 200,
     "default": "about:blank"
    },
    "title": {
     "type": "string",
     "maxLength": 200
    },
    "status": {
     "type": "integer",
     "minimum": 400,
     "maximum": 599
    },
    "detail": {
     "type": "string",
     "maxLength": 400
    }
   }
  }
 }
};
