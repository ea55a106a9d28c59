# Puente in a container: built in one stage, run in another as a user without rights on a read-only root.
#   docker build -t puente .
#   docker run --read-only --cap-drop ALL -p 8080:8080 -v puente-data:/app/data --env-file .env puente
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 STORE_URL=sqlite:/app/data/puente.db
WORKDIR /app
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/locales ./locales
COPY --from=build /app/flows/facts ./flows/facts
COPY --from=build /app/bot/understanding/model ./bot/understanding/model
RUN mkdir /app/data && chown node:node /app/data
USER node
VOLUME /app/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--single-threaded-gc", "--min-semi-space-size=16", "--max-old-space-size=512", "dist/server/main.js"]
